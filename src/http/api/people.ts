import Type, { type Static } from "typebox";
import { issueCodes } from "../../actions/contacts.ts";
import { createPerson, renamePerson } from "../../actions/person-changes.ts";
import { listPeople, type PersonRow, readPerson } from "../../actions/persons.ts";
import { revealPhones, setPhone } from "../../actions/phones.ts";
import { appoint, endPost, unattendedWork } from "../../actions/posts.ts";
import { operation } from "./operation.ts";
import {
  Count,
  cursor,
  DayOf,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
  Version,
} from "./schemas.ts";

const tag = "人员";
const RoleName = oneOf([
  "bureau-leader",
  "bureau-admin",
  "office-operator",
  "unit-head",
  "responsible",
  "staff",
  "auditor",
]);
const managers = ["bureau-admin", "unit-head", "responsible"] as const;

const PersonShown = fields({
  id: Id,
  version: Version,
  name: Type.String(),
  bound: Type.Boolean({ description: "已经绑定微信" }),
  phone: orNull(Type.String({ description: "只显示前三位和后四位" })),
  posts: Type.Array(
    fields({
      id: Id,
      unitId: Id,
      unit: Type.String(),
      role: RoleName,
      from: Moment,
      until: orNull(Moment),
    }),
  ),
});

const show = (person: PersonRow): Static<typeof PersonShown> => ({
  id: person.id,
  version: person.rowVersion,
  name: person.name,
  bound: person.bound,
  phone: person.phone,
  posts: person.posts.map(({ id, unitId, unit, role, from, until }) => ({
    id,
    unitId,
    unit,
    role,
    from: iso(from),
    until: isoOrNull(until),
  })),
});

const getPerson = operation({
  id: "getPerson",
  method: "get",
  path: "/people/{personId}",
  tag,
  summary: "一个人",
  who: "person",
  answer: PersonShown,
  run: async ({ work, params }) => show(await readPerson(work, params.personId)),
});

/** People and the posts they hold. */
export const peopleOperations = [
  operation({
    id: "listPeople",
    method: "get",
    path: "/people",
    tag,
    summary: "人员列表",
    who: "person",
    query: fields({
      ...paging,
      unitId: Type.Optional(Id),
      below: Type.Optional(Id),
      role: Type.Optional(RoleName),
      text: Type.Optional(text(40)),
      bound: Type.Optional(Type.Boolean()),
    }),
    answer: pageOf(PersonShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const { people, next } = await listPeople(work, { ...filters, ...pageIn({ after, limit }) });
      return { items: people.map(show), next: cursor(next) };
    },
  }),
  getPerson,
  operation({
    id: "createPerson",
    method: "post",
    path: "/people",
    tag,
    summary: "添加人员",
    notes: "本单位已有同名的人时会提醒;确实是另一个人,带 namesake: true 再提交。",
    who: managers,
    body: fields({
      name: text(40),
      unitId: Id,
      role: RoleName,
      from: Type.Optional(DayOf),
      phone: Type.Optional(text(30)),
      namesake: Type.Optional(Type.Boolean()),
    }),
    status: 201,
    answer: fields({ person: PersonShown, warnings: Type.Array(Type.String()) }),
    run: async ({ work, body }) => {
      const { person, warnings } = await createPerson(work, body);
      return { person: show(person), warnings };
    },
  }),
  operation({
    id: "renamePerson",
    method: "put",
    path: "/people/{personId}/name",
    tag,
    summary: "更正姓名",
    who: managers,
    ifMatch: "required",
    current: getPerson,
    body: fields({ name: text(40) }),
    answer: PersonShown,
    run: async ({ work, params, body, expectedVersion = 0 }) =>
      show(await renamePerson(work, params.personId, { ...body, rowVersion: expectedVersion })),
  }),
  operation({
    id: "setPhone",
    method: "put",
    path: "/people/{personId}/phone",
    tag,
    summary: "登记或删除手机号",
    notes: "手机号加密保存,答复里只有前三位和后四位。",
    who: managers,
    body: fields({ phone: orNull(text(30)) }),
    answer: fields({ phone: orNull(Type.String()) }),
    run: async ({ work, params, body }) => ({ phone: await setPhone(work, params.personId, body.phone) }),
  }),
  operation({
    id: "revealPhones",
    method: "post",
    path: "/people/phones",
    tag,
    summary: "查看完整手机号",
    notes: "要写明用途;每次查看都有记录。",
    who: managers,
    secret: true,
    body: fields({ personIds: Type.Array(Id, { minItems: 1, maxItems: 200 }), purpose: text(200) }),
    answer: fields({
      people: Type.Array(fields({ personId: Id, name: Type.String(), phone: orNull(Type.String()) })),
    }),
    run: async ({ work, body }) => ({ people: await revealPhones(work, body.personIds, body.purpose) }),
  }),
  operation({
    id: "issueBindingCode",
    method: "post",
    path: "/people/{personId}/binding-code",
    tag,
    summary: "发绑定码",
    notes: "绑定码只显示这一次,7 天内有效,只能用一次;再发一次,前一个作废。",
    who: ["bureau-admin"],
    secret: true,
    status: 201,
    answer: fields({ code: Type.String() }),
    run: async ({ work, params }) => {
      const person = await readPerson(work, params.personId);
      const [issued] = await issueCodes(work, [person.id]);
      return { code: issued?.code ?? "" };
    },
  }),
  operation({
    id: "appoint",
    method: "post",
    path: "/posts",
    tag,
    summary: "任职",
    notes: "一个人可以在几个单位任职。无人负责的任务自动归到新任职的责任人。",
    who: managers,
    body: fields({ personId: Id, unitId: Id, role: RoleName, from: Type.Optional(DayOf) }),
    status: 201,
    answer: fields({ postId: Id, taken: Count }),
    run: ({ work, body }) => appoint(work, body),
  }),
  operation({
    id: "endPost",
    method: "post",
    path: "/posts/{postId}/end",
    tag,
    summary: "离岗",
    notes: "手上的任务归到同单位的其他责任人;没有的列为无人负责。",
    who: managers,
    body: fields({ reason: Type.Optional(text(300)) }),
    answer: fields({ moved: Count, unattended: Count, postsLeft: Count }),
    run: ({ work, params, body }) => endPost(work, params.postId, body.reason),
  }),
  operation({
    id: "listUnattendedWork",
    method: "get",
    path: "/unattended-work",
    tag,
    summary: "无人负责的任务",
    who: "person",
    answer: fields({
      units: Type.Array(fields({ unitId: Id, unit: Type.String(), count: Count })),
    }),
    run: async ({ work }) => ({ units: await unattendedWork(work) }),
  }),
];
