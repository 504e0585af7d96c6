/** Publish and subscribe: a message goes to every subscriber, and a subscriber keeps those of its topics. */
package io.helve.examples.topics;
