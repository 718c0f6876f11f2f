/** Compiles only while what is written here is what `types/` declares. */
import type * as declaredPassport from '../types/passport'
import type * as declaredDesk from '../types/desk'
import type * as declaredVerifier from '../types/verifier'
import type * as declaredWallet from '../types/wallet'
import * as browserPassport from './browser/passport'
import * as browserDesk from './browser/desk'
import * as browserVerifier from './browser/verifier'
import * as browserWallet from './browser/wallet'
import * as nodePassport from './node/passport'
import * as nodeDesk from './node/desk'
import * as nodeVerifier from './node/verifier'
import * as nodeWallet from './node/wallet'
import * as wechatPassport from './wechat/passport'
import * as wechatDesk from './wechat/desk'
import * as wechatWallet from './wechat/wallet'

browserPassport satisfies typeof declaredPassport
browserDesk satisfies typeof declaredDesk
browserVerifier satisfies typeof declaredVerifier
browserWallet satisfies typeof declaredWallet
nodePassport satisfies typeof declaredPassport
nodeDesk satisfies typeof declaredDesk
nodeVerifier satisfies typeof declaredVerifier
nodeWallet satisfies typeof declaredWallet
wechatDesk satisfies Omit<typeof declaredDesk, 'init'>
wechatWallet satisfies Omit<typeof declaredWallet, 'init'>
wechatPassport satisfies Omit<typeof declaredPassport, 'init'>
