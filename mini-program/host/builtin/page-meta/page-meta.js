import { shell } from '../../runtime/shell.js'

/** `<page-meta>`: styles of the page element and its window, set from data. */
export default {
  properties: {
    pageStyle: String, rootFontSize: String, backgroundColor: String, backgroundTextStyle: String, backgroundColorTop: String,
    backgroundColorBottom: String, rootBackgroundColor: String, pageFontSize: String, scrollTop: String, scrollDuration: Number,
    pageOrientation: String,
  },
  observers: {
    'pageStyle, pageFontSize, rootFontSize, backgroundColor'(pageStyle, pageFontSize, rootFontSize, backgroundColor) {
      this.apply(pageStyle, pageFontSize, rootFontSize, backgroundColor)
    },
    scrollTop(top) {
      if (top !== '') window.scrollTo({ top: parseFloat(top) || 0 })
    },
  },
  lifetimes: {
    attached() {
      const { pageStyle, pageFontSize, rootFontSize, backgroundColor } = this.data
      this.apply(pageStyle, pageFontSize, rootFontSize, backgroundColor)
    },
  },
  methods: {
    apply(pageStyle, pageFontSize, rootFontSize, backgroundColor) {
      const page = this._$.getBackendElement().closest('page')
      if (!page) return
      page.style.cssText = pageStyle || ''
      if (pageFontSize) page.style.fontSize = pageFontSize
      if (rootFontSize) document.documentElement.style.fontSize = rootFontSize
      if (backgroundColor) shell.setBackground(backgroundColor)
    },
  },
}
