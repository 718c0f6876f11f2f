/** Compiles only while what is written here is what `types/` declares. */
import type * as declaredPassport from '../types/passport'
import type * as declaredPresentation from '../types/presentation'
import type * as declaredVerifier from '../types/verifier'
import type * as declaredWallet from '../types/wallet'
import * as browserPassport from './browser/passport'
import * as browserPresentation from './browser/presentation'
import * as browserVerifier from './browser/verifier'
import * as browserWallet from './browser/wallet'
import * as nodePassport from './node/passport'
import * as nodePresentation from './node/presentation'
import * as nodeVerifier from './node/verifier'
import * as nodeWallet from './node/wallet'
import * as wechatPassport from './wechat/passport'
import * as wechatPresentation from './wechat/presentation'
import * as wechatWallet from './wechat/wallet'

browserPassport satisfies typeof declaredPassport
browserPresentation satisfies typeof declaredPresentation
browserVerifier satisfies typeof declaredVerifier
browserWallet satisfies typeof declaredWallet
nodePassport satisfies typeof declaredPassport
nodePresentation satisfies typeof declaredPresentation
nodeVerifier satisfies typeof declaredVerifier
nodeWallet satisfies typeof declaredWallet
wechatPresentation satisfies Omit<typeof declaredPresentation, 'init'>
wechatWallet satisfies Omit<typeof declaredWallet, 'init'>
wechatPassport satisfies Omit<typeof declaredPassport, 'init'>
