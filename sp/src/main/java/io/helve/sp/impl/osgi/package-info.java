/** Declarative Services components. */
package io.helve.sp.impl.osgi;
