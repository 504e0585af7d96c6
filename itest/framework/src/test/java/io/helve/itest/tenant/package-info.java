/** What the tests and the tenant bundles share: exported by the bundle that holds the tests. */
package io.helve.itest.tenant;
