"""Every method of Bot API 10.0 and 10.1, to tell what is not modelled from what does not exist."""

from __future__ import annotations

SINCE_10_1 = frozenset({"sendrichmessage", "sendrichmessagedraft"})
OLDER = """
    getupdates setwebhook deletewebhook getwebhookinfo getme logout close sendmessage forwardmessage
    forwardmessages copymessage copymessages sendphoto sendlivephoto sendaudio senddocument
    sendvideo sendanimation sendvoice sendvideonote sendpaidmedia sendmediagroup sendlocation
    sendvenue sendcontact sendpoll sendchecklist senddice sendmessagedraft sendchataction
    setmessagereaction getuserprofilephotos getuserprofileaudios setuseremojistatus getfile
    banchatmember unbanchatmember restrictchatmember promotechatmember
    setchatadministratorcustomtitle setchatmembertag banchatsenderchat unbanchatsenderchat
    setchatpermissions exportchatinvitelink createchatinvitelink editchatinvitelink
    createchatsubscriptioninvitelink editchatsubscriptioninvitelink revokechatinvitelink
    approvechatjoinrequest declinechatjoinrequest answerchatjoinrequestquery
    sendchatjoinrequestwebapp setchatphoto deletechatphoto setchattitle setchatdescription
    pinchatmessage unpinchatmessage unpinallchatmessages leavechat getchat getchatadministrators
    getchatmembercount getchatmember getuserpersonalchatmessages setchatstickerset
    deletechatstickerset getforumtopiciconstickers createforumtopic editforumtopic closeforumtopic
    reopenforumtopic deleteforumtopic unpinallforumtopicmessages editgeneralforumtopic
    closegeneralforumtopic reopengeneralforumtopic hidegeneralforumtopic unhidegeneralforumtopic
    unpinallgeneralforumtopicmessages answercallbackquery answerguestquery getuserchatboosts
    getbusinessconnection getmanagedbottoken replacemanagedbottoken getmanagedbotaccesssettings
    setmanagedbotaccesssettings setmycommands deletemycommands getmycommands setmyname getmyname
    setmydescription getmydescription setmyshortdescription getmyshortdescription setmyprofilephoto
    removemyprofilephoto setchatmenubutton getchatmenubutton setmydefaultadministratorrights
    getmydefaultadministratorrights getavailablegifts sendgift giftpremiumsubscription verifyuser
    verifychat removeuserverification removechatverification readbusinessmessage
    deletebusinessmessages setbusinessaccountname setbusinessaccountusername setbusinessaccountbio
    setbusinessaccountprofilephoto removebusinessaccountprofilephoto setbusinessaccountgiftsettings
    getbusinessaccountstarbalance transferbusinessaccountstars getbusinessaccountgifts getusergifts
    getchatgifts convertgifttostars upgradegift transfergift poststory repoststory editstory
    deletestory answerwebappquery savepreparedinlinemessage savepreparedkeyboardbutton
    editmessagetext editmessagecaption editmessagemedia editmessagelivelocation
    stopmessagelivelocation editmessagechecklist editmessagereplymarkup stoppoll
    approvesuggestedpost declinesuggestedpost deletemessage deletemessages deletemessagereaction
    deleteallmessagereactions sendsticker getstickerset getcustomemojistickers uploadstickerfile
    createnewstickerset addstickertoset setstickerpositioninset deletestickerfromset
    replacestickerinset setstickeremojilist setstickerkeywords setstickermaskposition
    setstickersettitle setstickersetthumbnail setcustomemojistickersetthumbnail deletestickerset
    answerinlinequery sendinvoice createinvoicelink answershippingquery answerprecheckoutquery
    getmystarbalance getstartransactions refundstarpayment edituserstarsubscription
    setpassportdataerrors sendgame setgamescore getgamehighscores
"""
KNOWN = SINCE_10_1 | frozenset(OLDER.split())


def exists(method: str, server_version: str) -> bool:
    """Whether the server knows a method, in any case of its letters."""
    name = method.lower()
    return name in KNOWN and (name not in SINCE_10_1 or server_version != "10.0")
