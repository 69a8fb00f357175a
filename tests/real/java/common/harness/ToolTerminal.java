package harness;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Input and output of a command: a real terminal when there is one, else lines of stdin with prompts on stderr. */
final class ToolTerminal {

    private final Console console = System.console();
    private final InputStream in = System.in;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private boolean silent;

    void beSilent() {
        silent = true;
    }

    boolean isInteractive() {
        return console != null;
    }

    void println(String text) {
        if (silent == false) {
            out.println(text);
        }
    }

    void errorPrintln(String text) {
        if (silent == false) {
            err.println(text);
        }
    }

    void alwaysError(String text) {
        err.println(text);
    }

    void alwaysWrite(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    char[] readSecret(String prompt) throws IOException {
        char[] answer = console == null ? readLine(prompt) : console.readPassword("%s", prompt);
        if (answer == null) {
            throw new IllegalStateException("unable to read from standard input; is standard input open and a tty attached?");
        }
        return answer;
    }

    boolean promptYesNo(String question) throws IOException {
        while (true) {
            String prompt = question + " [y/N]";
            String answer = console == null ? new String(readSecret(prompt)) : console.readLine("%s", prompt);
            if (answer == null || answer.isEmpty()) {
                return false;
            }
            answer = answer.toLowerCase(Locale.ROOT);
            if (answer.equals("y") || answer.equals("n")) {
                return answer.equals("y");
            }
            errorPrintln("Did not understand answer '" + answer + "'");
        }
    }

    /** Reads byte by byte, so that nothing is taken from the lines which follow. */
    private char[] readLine(String prompt) throws IOException {
        err.print(prompt);
        err.flush();
        byte[] line = new byte[128];
        int length = 0;
        int next = in.read();
        if (next == -1) {
            return null;
        }
        while (next != -1 && next != '\n') {
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
            next = in.read();
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8).toCharArray();
    }
}
