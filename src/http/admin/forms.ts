import { validateSync } from "class-validator";
import { invalid } from "../../errors.ts";

/** Takes the fields that a form declares out of what was sent; refuses with invalid and every field that is wrong. */
export function checked<T extends object>(Form: new () => T, sent: Record<string, string>): T {
  const form = new Form();
  for (const field of Object.keys(form)) Object.assign(form, { [field]: (sent[field] ?? "").trim() });
  const problems = validateSync(form).map(({ property, constraints }) => ({
    field: property,
    message: Object.values(constraints ?? {})[0] ?? "填写有误",
  }));
  const [first] = problems;
  if (first) throw invalid(first.message, problems);
  return form;
}
