/** A question to all peers, and as many answers as come until the deadline. */
package io.helve.examples.survey;
