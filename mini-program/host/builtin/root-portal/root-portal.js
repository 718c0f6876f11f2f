/** `<root-portal>`: content that is to cover the page; `position: fixed` inside it does, as nothing around it clips. */
export default {
  properties: { enable: { type: Boolean, value: true } },
}
