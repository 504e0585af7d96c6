/** A bundle with a component of Declarative Services that listens in its constructor, as the guide shows it. */
package io.helve.itest.shout;
