import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment } from "./columns.ts";

/** A person's mobile number: encrypted, with what is needed to show it masked and to find it exactly. */
@Entity("phone")
export class Phone {
  @PrimaryColumn({ type: "int", unsigned: true })
  personId!: number;

  /** Nonce, tag and text under AES-256-GCM, in base64url. */
  @Code(120)
  cipher!: string;

  /** The key that encrypted it. */
  @Code(16)
  keyId!: string;

  /** HMAC of the number: equal numbers have equal ones, and nothing else can be read from it. */
  @Code(64, { unique: true })
  blindIndex!: string;

  /** Such as 138****1234, as lists show it. */
  @Code(11)
  mask!: string;

  @Moment()
  updatedAt!: Date;
}
