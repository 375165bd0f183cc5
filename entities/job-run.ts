import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Words } from "./columns.ts";

/** One run of one job; the database lets no moment run twice. */
@Entity("job_run")
export class JobRun {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Code(40)
  job!: string;

  @Moment()
  moment!: Date;

  @Moment({ nullable: true })
  finishedAt!: Date | null;

  @Words(300, { nullable: true })
  failure!: string | null;
}
