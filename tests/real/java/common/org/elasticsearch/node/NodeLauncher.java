package org.elasticsearch.node;

import harness.AnalysisForSecurityPlugin;
import harness.RootPlugin;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.KeyStoreWrapper;
import org.elasticsearch.common.settings.SecureString;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.MockPluginsService;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xpack.core.SecurityOnlyXPackPlugin;
import org.elasticsearch.xpack.security.SecurityWithoutSaml;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one node from jars: {@code NodeLauncher HOME CONFIG}, keystore password in the first line of stdin. */
public final class NodeLauncher {

    private static final List<Class<? extends Plugin>> PLUGINS = List.of(
        Netty4Plugin.class,
        SecurityOnlyXPackPlugin.class,
        SecurityWithoutSaml.class,
        AnalysisForSecurityPlugin.class,
        RootPlugin.class
    );

    private NodeLauncher() {}

    public static void main(String[] args) {
        // The log configuration takes System.err away; a crash must still reach the console file.
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        try {
            char[] password = readLine();
            exitWhenParentIsGone();
            run(Path.of(args[0]), Path.of(args[1]), password);
        } catch (Throwable failure) {
            failure.printStackTrace(console);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path home, Path config, char[] password) throws Exception {
        LogConfigurator.registerErrorListener();
        KeyStoreWrapper keystore = KeyStoreWrapper.bootstrap(config, () -> new SecureString(password));
        Settings settings = Settings.builder().put("path.home", home.toString()).setSecureSettings(keystore).build();
        Environment env = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "node");
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(env.settings()));
        LogConfigurator.configure(env, true);
        Node node = new Node(NodeConstruction.prepareConstruction(env, null, new Services(), true));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
        node.start();
        keystore.close();
        Thread.currentThread().join();
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException failure) {
            failure.printStackTrace();
        }
    }

    private static char[] readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = System.in.read();
        while (next != '\n' && next != -1) {
            line.append((char) next);
            next = System.in.read();
        }
        return line.toString().toCharArray();
    }

    private static void exitWhenParentIsGone() {
        Thread watcher = new Thread(() -> {
            try {
                while (System.in.read() != -1) {
                }
            } catch (IOException gone) {
                // a broken pipe means the same as its end
            }
            Runtime.getRuntime().halt(0);
        }, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static final class Services extends NodeServiceProvider {

        @Override
        PluginsService newPluginService(Environment env, PluginsLoader loader) {
            return new MockPluginsService(env.settings(), env, PLUGINS) {
                @Override
                public <T> List<? extends T> loadServiceProviders(Class<T> service) {
                    try {
                        return super.loadServiceProviders(service);
                    } catch (IllegalStateException wantsTheExactSecurityClass) {
                        return List.of();
                    }
                }
            };
        }
    }
}
