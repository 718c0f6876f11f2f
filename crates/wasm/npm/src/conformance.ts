/** Compiles only while what is written here is what `types/` declares. */
import type * as declaredVerifier from '../types/verifier'
import type * as declaredWallet from '../types/wallet'
import * as browserVerifier from './browser/verifier'
import * as browserWallet from './browser/wallet'
import * as nodeVerifier from './node/verifier'
import * as nodeWallet from './node/wallet'
import * as wechatWallet from './wechat/wallet'

browserVerifier satisfies typeof declaredVerifier
browserWallet satisfies typeof declaredWallet
nodeVerifier satisfies typeof declaredVerifier
nodeWallet satisfies typeof declaredWallet
wechatWallet satisfies Omit<typeof declaredWallet, 'init'>
