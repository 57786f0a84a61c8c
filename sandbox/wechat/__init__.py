"""The stand-in for a WeChat Official Account: `/wechat/cgi-bin/...`.

    GET  /wechat/cgi-bin/token, POST .../stable_token     appid wx-sandbox, secret sandbox-secret
    POST .../media/uploadimg, .../material/add_material   pictures, kept under /wechat/mmbiz/...
    POST .../draft/add ...update ...get ...batchget ...delete, GET .../draft/count
    POST .../freepublish/submit ...get ...batchget ...getarticle ...delete
    GET  /wechat/s?...                                    what a reader opens

Its switches are in switches.py, its faults and the things a person may do in incidents.py.
"""

from __future__ import annotations

from sandbox.service import Service
from sandbox.wechat.account import WeChat
from sandbox.wechat.incidents import ACTIONS, FAULTS, TROUBLES
from sandbox.wechat.switches import SWITCHES

SERVICE = Service(
    key="wechat",
    open=WeChat,
    hosts={
        "api.weixin.qq.com": "/wechat",
        "mp.weixin.qq.com": "/wechat",
        "mmbiz.qpic.cn": "/wechat/mmbiz",
    },
    switches=SWITCHES,
    faults=FAULTS,
    actions=ACTIONS,
    troubles=TROUBLES,
)
