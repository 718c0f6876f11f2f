/** `<form>`: `submit` and `reset` come from buttons with a `form-type`. */
export default {
  role: 'form',
  properties: { reportSubmit: Boolean, reportSubmitTimeout: Number },
  lifetimes: {
    attached() {
      this._$.getBackendElement().formHost = {
        submit: (value) => this.triggerEvent('submit', { value }, { bubbles: true }),
        reset: () => this.triggerEvent('reset', {}, { bubbles: true }),
      }
    },
  },
}
