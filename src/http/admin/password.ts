import { IsNotEmpty, MaxLength } from "class-validator";
import { signOut } from "../../actions/sessions.ts";
import { changePassword } from "../../actions/sign-in.ts";
import { systemClock } from "../../clock.ts";
import { invalid, Refusal, tooMany } from "../../errors.ts";
import { transact } from "../../work.ts";
import { dayOf, timeOf } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";
import { type AdminParts, type Answer, orRefusal, type Room, type Visit } from "./door.ts";
import { checked } from "./forms.ts";
import { refusalBox } from "./page.ts";

class PasswordForm {
  @IsNotEmpty({ message: "请填写现在的口令" })
  @MaxLength(1000, { message: "口令太长" })
  old = "";

  @IsNotEmpty({ message: "请填写新口令" })
  @MaxLength(1000, { message: "口令太长" })
  fresh = "";

  @IsNotEmpty({ message: "请把新口令再填一遍" })
  @MaxLength(1000, { message: "口令太长" })
  again = "";
}

/** /admin/password, where the generated password must be replaced first, and /admin/sign-out. */
export function passwordRooms(parts: AdminParts): Room[] {
  return [
    {
      path: "/password",
      always: true,
      show: async (visit) => passwordPage(visit, null),
      change: (visit) => replacePassword(visit, parts),
    },
    {
      path: "/sign-out",
      always: true,
      change: async ({ act, token }) => {
        await act((work) => signOut(work, token));
        return { go: "/admin/sign-in", signOut: true };
      },
    },
  ];
}

async function replacePassword(visit: Visit, parts: AdminParts): Promise<Answer> {
  const now = (parts.wall ?? systemClock).now();
  const outcome = await orRefusal(
    (async () => {
      const form = checked(PasswordForm, visit.form);
      if (form.fresh !== form.again) throw invalid("两次填写的新口令不一样");
      const change = { token: visit.token, old: form.old, fresh: form.fresh };
      return transact(parts.house, { now, actor: visit.actor }, (work) => changePassword(work, change));
    })(),
  );
  if (outcome instanceof Refusal) return passwordPage(visit, outcome);
  if (outcome.kind === "changed") return { go: "/admin" };
  if (outcome.kind === "wrong") return passwordPage(visit, invalid("现在的口令不对"));
  return passwordPage(
    visit,
    tooMany(`口令错得太多,${dayOf(outcome.until)} ${timeOf(outcome.until)} 以后再试`),
  );
}

const passwordPage = ({ account, csrf }: Visit, refusal: Refusal | null): Answer => ({
  title: account.mustChange ? "先换一个自己的口令" : "改口令",
  ...(refusal && { status: refusal.status }),
  content: html`<div class="card narrow">${refusalBox(refusal)}${account.mustChange ? whyFirst : null}
<form method="post" action="/admin/password">${csrf}
<label>现在的口令<input name="old" type="password" autocomplete="current-password" required></label>
<label>新口令<small>至少 10 个字符,可以是一句话</small>
<input name="fresh" type="password" autocomplete="new-password" minlength="10" required></label>
<label>新口令再填一遍<input name="again" type="password" autocomplete="new-password" minlength="10" required></label>
<button>换口令</button>
</form></div>`,
});

const whyFirst: Markup = html`<p>安装时的口令别人可能看到过,换成只有您知道的,再开始设置。</p>`;
