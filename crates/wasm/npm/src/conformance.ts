/** Compiles only while what is written here is what `types/` declares. */
import type * as declaredPassport from '../types/passport'
import type * as declaredVerifier from '../types/verifier'
import type * as declaredWallet from '../types/wallet'
import * as browserPassport from './browser/passport'
import * as browserVerifier from './browser/verifier'
import * as browserWallet from './browser/wallet'
import * as nodePassport from './node/passport'
import * as nodeVerifier from './node/verifier'
import * as nodeWallet from './node/wallet'
import * as wechatPassport from './wechat/passport'
import * as wechatWallet from './wechat/wallet'

browserPassport satisfies typeof declaredPassport
browserVerifier satisfies typeof declaredVerifier
browserWallet satisfies typeof declaredWallet
nodePassport satisfies typeof declaredPassport
nodeVerifier satisfies typeof declaredVerifier
nodeWallet satisfies typeof declaredWallet
wechatWallet satisfies Omit<typeof declaredWallet, 'init'>
wechatPassport satisfies Omit<typeof declaredPassport, 'init'>
