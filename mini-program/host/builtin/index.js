// Every builtin component of the host, by tag.
import Button from './button/button.js'
import Camera from './camera/camera.js'
import Canvas from './canvas/canvas.js'
import Checkbox from './checkbox/checkbox.js'
import CheckboxGroup from './checkbox-group/checkbox-group.js'
import Form from './form/form.js'
import Icon from './icon/icon.js'
import Image from './image/image.js'
import Input from './input/input.js'
import Label from './label/label.js'
import Navigator from './navigator/navigator.js'
import PageMeta from './page-meta/page-meta.js'
import Picker from './picker/picker.js'
import Progress from './progress/progress.js'
import Radio from './radio/radio.js'
import RadioGroup from './radio-group/radio-group.js'
import RootPortal from './root-portal/root-portal.js'
import ScrollView from './scroll-view/scroll-view.js'
import Swiper from './swiper/swiper.js'
import SwiperItem from './swiper-item/swiper-item.js'
import Switch from './switch/switch.js'
import Text from './text/text.js'
import Textarea from './textarea/textarea.js'
import View from './view/view.js'

/** @type {Record<string, any>} */
export const builtins = {
  button: Button,
  camera: Camera,
  canvas: Canvas,
  checkbox: Checkbox,
  'checkbox-group': CheckboxGroup,
  form: Form,
  icon: Icon,
  image: Image,
  input: Input,
  label: Label,
  navigator: Navigator,
  'page-meta': PageMeta,
  picker: Picker,
  progress: Progress,
  radio: Radio,
  'radio-group': RadioGroup,
  'root-portal': RootPortal,
  'scroll-view': ScrollView,
  swiper: Swiper,
  'swiper-item': SwiperItem,
  switch: Switch,
  text: Text,
  textarea: Textarea,
  view: View,
}
