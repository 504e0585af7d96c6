package io.helve.itest.remote.consumer;

import io.helve.itest.remote.api.Calculator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.osgi.framework.ServiceException;
import org.osgi.framework.Version;

/** Calls the service; what it sees it tells in text, since the test shares no class with its bundle. */
public final class CalculatorConsumer implements Function<Object, List<String>> {
    /** Creates it. */
    public CalculatorConsumer() {}

    @Override
    public List<String> apply(Object service) {
        Calculator calculator = (Calculator) service;
        List<String> seen = new ArrayList<>();
        seen.add("sum " + calculator.add(1, 2));
        seen.add("text " + calculator.add("a", "b"));
        seen.add("version " + calculator.next(new Version(1, 2, 3)) + " " + calculator.next(null));
        seen.add("default " + calculator.name());
        Calculator.Account account = new Calculator.Account();
        account.owner = "me";
        account.amounts = Map.of("EUR", 10L);
        try {
            seen.add("rest " + calculator.transfer(account, 4).amounts);
            calculator.transfer(account, 11);
        } catch (Calculator.OverdrawnException e) {
            seen.add("overdrawn " + e.getMessage());
        } catch (Exception e) {
            seen.add(e.toString());
        }
        try {
            seen.add("primes " + calculator.primes(10).getValue());
            calculator.fail().get();
        } catch (ExecutionException e) {
            seen.add("failed " + e.getCause());
        } catch (Exception e) {
            seen.add(e.toString());
        }
        seen.add("equal " + calculator.equals(calculator));
        return seen;
    }

    /** {@return how a call ends that takes longer than it may, or cannot be made} */
    public static String failure(Object service) {
        try {
            ((Calculator) service).sleep(60_000);
            return "no failure";
        } catch (ServiceException e) {
            if (e.getMessage().contains("does not allow this caller")) {
                return "REFUSED";
            }
            return e.getType() == ServiceException.REMOTE ? "REMOTE" : "type " + e.getType();
        } catch (Exception e) {
            return e.toString();
        }
    }
}
