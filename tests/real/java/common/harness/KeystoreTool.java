package harness;

import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stands in for the packaged elasticsearch-keystore command, which is not published: {@code KeystoreTool ARGUMENTS}. */
public final class KeystoreTool {

    private static final String DESCRIPTION = "A tool for managing settings stored in the elasticsearch keystore";

    private static final Map<String, String> COMMANDS = new LinkedHashMap<>();
    static {
        COMMANDS.put("create", "Creates a new elasticsearch keystore");
        COMMANDS.put("list", "List entries in the keystore");
        COMMANDS.put("show", "Show a value from the keystore");
        COMMANDS.put("add", "Add string settings to the keystore");
        COMMANDS.put("add-file", "Add a file setting to the keystore");
        COMMANDS.put("remove", "Remove settings from the keystore");
        COMMANDS.put("upgrade", "Upgrade the keystore format");
        COMMANDS.put("passwd", "Changes the password of a keystore");
        COMMANDS.put("has-passwd", "Succeeds if the keystore exists and is password-protected, fails with exit code 1 otherwise.");
    }

    private final ToolTerminal terminal = new ToolTerminal();

    private KeystoreTool() {}

    public static void main(String[] args) throws IOException {
        System.exit(new KeystoreTool().run(args));
    }

    private int run(String[] args) throws IOException {
        OptionParser parser = parser(null);
        try {
            dispatch(parser, args);
            return 0;
        } catch (OptionException wrong) {
            printHelp(parser);
            terminal.alwaysError("ERROR: " + wrong.getMessage());
            return ToolFailure.USAGE;
        } catch (ToolFailure failure) {
            if (failure.exitCode == ToolFailure.USAGE) {
                printHelp(parser);
            }
            if (failure.getMessage() != null) {
                terminal.errorPrintln("");
                terminal.alwaysError("ERROR: " + failure.getMessage() + ", with exit code " + failure.exitCode);
            }
            if ("Missing required command".equals(failure.getMessage())) {
                terminal.errorPrintln("");
                commandList().forEach(terminal::errorPrintln);
            }
            return failure.exitCode;
        } catch (Exception unforeseen) {
            unforeseen.printStackTrace();
            return unforeseen instanceof IOException ? ToolFailure.IO_ERROR : ToolFailure.CODE_ERROR;
        }
    }

    private void dispatch(OptionParser parser, String[] args) throws Exception {
        OptionSet options = parser.parse(args);
        if (options.has("help")) {
            terminal.println(DESCRIPTION);
            terminal.println("");
            commandList().forEach(terminal::println);
            terminal.println(help(parser));
            return;
        }
        List<String> words = words(options);
        if (words.isEmpty()) {
            throw new ToolFailure(ToolFailure.USAGE, "Missing required command");
        }
        String command = words.remove(0);
        if (COMMANDS.containsKey(command) == false) {
            throw new ToolFailure(ToolFailure.USAGE, "Unknown command [" + command + "]");
        }
        OptionParser own = parser(command);
        OptionSet given = own.parse(words.toArray(String[]::new));
        if (given.has("help")) {
            terminal.println(COMMANDS.get(command));
            terminal.println("");
            terminal.println(help(own));
            return;
        }
        if (given.has("silent")) {
            terminal.beSilent();
        }
        execute(command, given);
    }

    private void execute(String command, OptionSet given) throws Exception {
        KeystoreCommands commands = new KeystoreCommands(Path.of(System.getenv("ES_PATH_CONF")), terminal);
        switch (command) {
            case "create" -> commands.create(given.has("password"));
            case "list" -> commands.list();
            case "show" -> commands.show(words(given));
            case "add" -> commands.add(words(given), given.has("stdin"), given.has("force"));
            case "add-file" -> commands.addFile(words(given), given.has("force"));
            case "remove" -> commands.remove(words(given));
            case "upgrade" -> commands.upgrade();
            case "passwd" -> commands.changePassword();
            case "has-passwd" -> commands.hasPassword();
            default -> throw new IllegalStateException(command);
        }
    }

    private static OptionParser parser(String command) {
        OptionParser parser = new OptionParser();
        parser.acceptsAll(List.of("h", "help"), "Show help").forHelp();
        parser.acceptsAll(List.of("s", "silent"), "Show minimal output");
        parser.acceptsAll(List.of("v", "verbose"), "Show verbose output").availableUnless("s");
        parser.accepts("E", "Configure a setting").withRequiredArg();
        if (command == null) {
            parser.posixlyCorrect(true);
            parser.nonOptions("command");
            return parser;
        }
        switch (command) {
            case "create" -> parser.acceptsAll(List.of("p", "password"), "Prompt for password to encrypt the keystore");
            case "add" -> parser.acceptsAll(List.of("x", "stdin"), "Read setting values from stdin");
            default -> {
            }
        }
        if (command.startsWith("add")) {
            parser.acceptsAll(
                List.of("f", "force"),
                "Overwrite existing setting without prompting, creating keystore if necessary"
            );
        }
        switch (command) {
            case "add", "remove" -> parser.nonOptions("setting names");
            case "add-file" -> parser.nonOptions("(setting path)+");
            case "show" -> parser.nonOptions("setting name");
            default -> {
            }
        }
        return parser;
    }

    private static List<String> words(OptionSet options) {
        return new ArrayList<>(options.nonOptionArguments().stream().map(Object::toString).toList());
    }

    private static List<String> commandList() {
        List<String> lines = new ArrayList<>(List.of("Commands", "--------"));
        COMMANDS.forEach((name, description) -> lines.add(name + " - " + description));
        lines.add("");
        return lines;
    }

    private void printHelp(OptionParser parser) throws IOException {
        terminal.errorPrintln(DESCRIPTION);
        terminal.errorPrintln("");
        terminal.errorPrintln(help(parser));
    }

    private static String help(OptionParser parser) throws IOException {
        StringWriter text = new StringWriter();
        parser.printHelpOn(text);
        return text.toString();
    }
}
