import { Entity, PrimaryColumn } from "typeorm";

/** Somebody of whom an export held more than his name. */
@Entity("data_export_person")
export class DataExportPerson {
  @PrimaryColumn({ type: "int", unsigned: true })
  exportId!: number;

  @PrimaryColumn({ type: "int", unsigned: true })
  personId!: number;
}
