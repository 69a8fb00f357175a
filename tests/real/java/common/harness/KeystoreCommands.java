package harness;

import org.elasticsearch.common.settings.KeyStoreWrapper;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What each keystore subcommand does; texts and exit codes are those users of the packaged command see. */
final class KeystoreCommands {

    private static final String NEW_PASSWORD = "Enter new password for the elasticsearch keystore (empty for no password): ";

    private final Path config;
    private final ToolTerminal terminal;
    private KeyStoreWrapper keystore;
    private char[] password = new char[0];

    KeystoreCommands(Path config, ToolTerminal terminal) {
        this.config = config;
        this.terminal = terminal;
    }

    void create(boolean withPassword) throws Exception {
        char[] chosen = withPassword ? newPassword() : new char[0];
        Path file = KeyStoreWrapper.keystorePath(config);
        if (Files.exists(file) && terminal.promptYesNo("An elasticsearch keystore already exists. Overwrite?") == false) {
            terminal.println("Exiting without creating keystore.");
            return;
        }
        KeyStoreWrapper.create().save(config, chosen);
        terminal.println("Created elasticsearch keystore in " + file);
    }

    void list() throws Exception {
        openExisting();
        new TreeSet<>(keystore.getSettingNames()).forEach(terminal::println);
    }

    void show(List<String> names) throws Exception {
        openExisting();
        if (names.size() != 1) {
            throw new ToolFailure(ToolFailure.USAGE, "Must provide a single setting name to show");
        }
        String name = names.get(0);
        requirePresent(name);
        byte[] value;
        try (InputStream input = keystore.getFile(name)) {
            value = input.readAllBytes();
        }
        if (terminal.isInteractive() == false) {
            terminal.alwaysWrite(value);
            return;
        }
        try {
            terminal.alwaysWrite((StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (CharacterCodingException binary) {
            terminal.errorPrintln("The value for the setting [" + name + "] is not a string and cannot be printed to the console");
            throw new ToolFailure(ToolFailure.IO_ERROR, "Please redirect binary output to a file instead");
        }
    }

    void add(List<String> names, boolean fromStdin, boolean force) throws Exception {
        if (openOrCreate(force) == false) {
            return;
        }
        if (names.isEmpty()) {
            throw new ToolFailure(ToolFailure.USAGE, "the setting names can not be empty");
        }
        for (String name : names) {
            if (mayWrite(name, force) == false) {
                return;
            }
            char[] value = terminal.readSecret(fromStdin ? "" : "Enter value for " + name + ": ");
            try {
                keystore.setString(name, value);
            } catch (IllegalArgumentException refused) {
                throw new ToolFailure(ToolFailure.DATA_ERROR, refused.getMessage());
            }
        }
        keystore.save(config, password);
    }

    void addFile(List<String> pairs, boolean force) throws Exception {
        if (openOrCreate(force) == false) {
            return;
        }
        if (pairs.isEmpty()) {
            throw new ToolFailure(ToolFailure.USAGE, "Missing setting name");
        }
        if (pairs.size() % 2 != 0) {
            throw new ToolFailure(ToolFailure.USAGE, "settings and filenames must come in pairs");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (mayWrite(pairs.get(i), force) == false) {
                return;
            }
            Path file = Path.of(pairs.get(i + 1));
            if (Files.exists(file) == false) {
                throw new ToolFailure(ToolFailure.IO_ERROR, "File [" + file + "] does not exist");
            }
            keystore.setFile(pairs.get(i), Files.readAllBytes(file));
        }
        keystore.save(config, password);
    }

    void remove(List<String> names) throws Exception {
        openExisting();
        if (names.isEmpty()) {
            throw new ToolFailure(ToolFailure.USAGE, "Must supply at least one setting to remove");
        }
        for (String name : names) {
            requirePresent(name);
            keystore.remove(name);
        }
        keystore.save(config, password);
    }

    void upgrade() throws Exception {
        openExisting();
        KeyStoreWrapper.upgrade(keystore, config, password);
    }

    void changePassword() throws Exception {
        openExisting();
        keystore.save(config, newPassword());
        terminal.println("Elasticsearch keystore password changed successfully.");
    }

    void hasPassword() throws Exception {
        KeyStoreWrapper found = KeyStoreWrapper.load(config);
        if (found == null || found.hasPassword() == false) {
            terminal.errorPrintln(
                found == null ? "ERROR: Elasticsearch keystore not found" : "ERROR: Keystore is not password-protected"
            );
            throw new ToolFailure(1, null);
        }
        terminal.println("Keystore is password-protected");
    }

    private void openExisting() throws Exception {
        if (open() == false) {
            throw new ToolFailure(
                ToolFailure.DATA_ERROR,
                "Elasticsearch keystore not found at [" + KeyStoreWrapper.keystorePath(config) + "]. Use 'create' command to create one."
            );
        }
    }

    private boolean openOrCreate(boolean force) throws Exception {
        if (open()) {
            return true;
        }
        String question = "The elasticsearch keystore does not exist. Do you want to create it?";
        if (force == false && terminal.promptYesNo(question) == false) {
            terminal.println("Exiting without creating keystore.");
            return false;
        }
        keystore = KeyStoreWrapper.create();
        keystore.save(config, password);
        return true;
    }

    private boolean open() throws Exception {
        keystore = KeyStoreWrapper.load(config);
        if (keystore == null) {
            return false;
        }
        if (keystore.hasPassword()) {
            password = terminal.readSecret("Enter password for the elasticsearch keystore : ");
        }
        try {
            keystore.decrypt(password);
        } catch (SecurityException | GeneralSecurityException refused) {
            throw new ToolFailure(ToolFailure.DATA_ERROR, refused.getMessage());
        }
        return true;
    }

    private boolean mayWrite(String name, boolean force) throws Exception {
        if (force || keystore.getSettingNames().contains(name) == false) {
            return true;
        }
        if (terminal.promptYesNo("Setting " + name + " already exists. Overwrite?")) {
            return true;
        }
        terminal.println("Exiting without modifying keystore.");
        return false;
    }

    private void requirePresent(String name) throws ToolFailure {
        if (keystore.getSettingNames().contains(name) == false) {
            throw new ToolFailure(ToolFailure.CONFIG, "Setting [" + name + "] does not exist in the keystore.");
        }
    }

    private char[] newPassword() throws Exception {
        char[] first = terminal.readSecret(NEW_PASSWORD);
        char[] second = terminal.readSecret("Enter same password again: ");
        if (Arrays.equals(first, second) == false) {
            throw new ToolFailure(
                ToolFailure.DATA_ERROR,
                "Passwords are not equal, exiting.: " + new String(first) + ", " + new String(second)
            );
        }
        return first;
    }
}
