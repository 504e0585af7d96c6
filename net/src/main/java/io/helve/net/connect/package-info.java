/** Dialers and listeners of any scheme, and the tenant that they and their streams belong to. */
package io.helve.net.connect;
