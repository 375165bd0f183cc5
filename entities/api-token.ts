import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** What a token may be used for. */
export type TokenScope = "read" | "write";

/** A key with which another program acts as an account's person. Only its hash is kept. */
@Entity("api_token")
export class ApiToken {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  accountId!: number;

  @Words(60)
  name!: string;

  /** SHA-256, hexadecimal. */
  @Code(64)
  hash!: string;

  @Code(8)
  scope!: TokenScope;

  @Moment()
  createdAt!: Date;

  @Moment()
  expiresAt!: Date;

  /** YYYY-MM-DD in Asia/Shanghai; no closer. */
  @Code(10, { nullable: true })
  lastUsedOn!: string | null;
}
