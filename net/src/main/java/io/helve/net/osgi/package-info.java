/** Byte streams as services of a framework: components, configuration, and a factory for each using bundle. */
package io.helve.net.osgi;
