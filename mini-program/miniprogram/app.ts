import { openSession } from './libs/core'

App({
  onLaunch() {
    // a head start: whichever page comes first waits for the same opening, and reports its failure
    openSession().catch(() => undefined)
  },
})
