/** There is one owner of everything. */
import { element, nested } from "../wire/xml-write.js";

/** S3's ids of owners are 64 hexadecimal digits. */
const id = "0".repeat(60) + "1ace";
const name = "lakelitmus";

const content = element("ID", id) + element("DisplayName", name);

export const ownerXml = nested("Owner", content);
export const initiatorXml = nested("Initiator", content);

/** An access control list that lets the owner do all, which is all that there is. */
export const ownersList =
  ownerXml +
  nested(
    "AccessControlList",
    nested(
      "Grant",
      `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${content}</Grantee>`,
      element("Permission", "FULL_CONTROL"),
    ),
  );
