/** One kind of things that are kept of somebody, under names that he understands. */
export interface DataGroup {
  key: string;
  title: string;
  rows: Record<string, string | number | null>[];
}
