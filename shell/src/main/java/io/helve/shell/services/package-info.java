/**
 * The services with which commands work: {@link io.helve.shell.services.CommandServices} come from a framework, or from
 * a runtime without a framework; {@link io.helve.shell.services.LateService} is a service that only some commands need.
 */
package io.helve.shell.services;
