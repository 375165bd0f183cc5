import { Entity, PrimaryColumn } from "typeorm";
import { Json } from "./columns.ts";

/** A fact about this installation, such as whether it holds the demo. */
@Entity("setting")
export class Setting {
  @PrimaryColumn({ type: "varchar", length: 40, charset: "ascii", collation: "ascii_bin" })
  name!: string;

  @Json()
  value!: unknown;
}
