/**
 * The components of Declarative Services: one runtime for all bundles, and one service object for each using bundle.
 */
package io.helve.sp.impl.osgi;
