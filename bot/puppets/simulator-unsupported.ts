import { Puppet } from "wechaty-puppet";

/** What a puppet could do and the simulator does not: every such call says so. */
export abstract class UnsupportedPuppet extends Puppet {
  override contactSelfName = unsupported("contactSelfName");
  override contactSelfQRCode = unsupported("contactSelfQRCode");
  override contactSelfSignature = unsupported("contactSelfSignature");
  override contactAlias = unsupported("contactAlias");
  override contactAvatar = unsupported("contactAvatar");
  override contactPhone = unsupported("contactPhone");
  override contactCorporationRemark = unsupported("contactCorporationRemark");
  override contactDescription = unsupported("contactDescription");
  override friendshipAccept = unsupported("friendshipAccept");
  override friendshipAdd = unsupported("friendshipAdd");
  override friendshipSearchPhone = unsupported("friendshipSearchPhone");
  override friendshipSearchHandle = unsupported("friendshipSearchHandle");
  override friendshipRawPayload = unsupported("friendshipRawPayload");
  override friendshipRawPayloadParser = unsupported("friendshipRawPayloadParser");
  override conversationReadMark = unsupported("conversationReadMark");
  override messageContact = unsupported("messageContact");
  override messageMiniProgram = unsupported("messageMiniProgram");
  override messageUrl = unsupported("messageUrl");
  override messageLocation = unsupported("messageLocation");
  override messageForward = unsupported("messageForward");
  override messageSendContact = unsupported("messageSendContact");
  override messageSendLocation = unsupported("messageSendLocation");
  override messageSendMiniProgram = unsupported("messageSendMiniProgram");
  override messageSendPost = unsupported("messageSendPost");
  override messageSendUrl = unsupported("messageSendUrl");
  override messageRecall = unsupported("messageRecall");
  override postRawPayload = unsupported("postRawPayload");
  override postRawPayloadParser = unsupported("postRawPayloadParser");
  override postPublish = unsupported("postPublish");
  override postSearch = unsupported("postSearch");
  override roomInvitationAccept = unsupported("roomInvitationAccept");
  override roomInvitationRawPayload = unsupported("roomInvitationRawPayload");
  override roomInvitationRawPayloadParser = unsupported("roomInvitationRawPayloadParser");
  override roomAdd = unsupported("roomAdd");
  override roomAvatar = unsupported("roomAvatar");
  override roomCreate = unsupported("roomCreate");
  override roomDel = unsupported("roomDel");
  override roomQRCode = unsupported("roomQRCode");
  override roomQuit = unsupported("roomQuit");
  override roomTopic = unsupported("roomTopic");
  override roomAnnounce = unsupported("roomAnnounce");
  override tagContactAdd = unsupported("tagContactAdd");
  override tagContactDelete = unsupported("tagContactDelete");
  override tagContactList = unsupported("tagContactList");
  override tagContactRemove = unsupported("tagContactRemove");
  override tap = unsupported("tap");
  override tapSearch = unsupported("tapSearch");
}

function unsupported(what: string): () => Promise<never> {
  return () => Promise.reject(new Error(`the simulator does not support ${what}`));
}
