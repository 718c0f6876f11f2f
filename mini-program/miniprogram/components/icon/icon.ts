/** A shape in the colour of the text around it; never the only carrier of a meaning. */
Component({ properties: { name: String } })
