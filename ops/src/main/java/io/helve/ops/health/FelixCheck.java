package io.helve.ops.health;

import io.helve.ops.health.Findings.Finding;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

/**
 * A check as Felix Health Checks call it: the only class that knows them.
 *
 * @param check the check
 */
public record FelixCheck(Check check) implements HealthCheck {
    @Override
    public Result execute() {
        ResultLog log = new ResultLog();
        List<Finding> findings = check.look().all();
        if (findings.isEmpty()) { // a result without entries is a warning
            log.add(new ResultLog.Entry(Result.Status.OK, "there is nothing to look at"));
        }
        for (Finding finding : findings) {
            log.add(new ResultLog.Entry(Result.Status.valueOf(finding.severity().name()), finding.text()));
        }
        return new Result(log);
    }
}
