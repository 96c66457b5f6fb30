import * as vscode from "vscode";

/**
 * The channel for the trace of the LSP library. By itself, the library writes the trace only at the log level "trace".
 * With this channel, the setting `kubewright.trace.server` is enough.
 */
export function traceChannel(log: vscode.LogOutputChannel): vscode.LogOutputChannel & vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const isWanted = () =>
    vscode.workspace.getConfiguration("kubewright").get<string>("trace.server", "off") !== "off";
  const level = () => (isWanted() ? vscode.LogLevel.Trace : log.logLevel);
  const listeners = [
    log.onDidChangeLogLevel(() => changed.fire(level())),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("kubewright.trace.server")) changed.fire(level());
    }),
  ];
  return new Proxy(log, {
    get(target, key) {
      if (key === "logLevel") return level();
      if (key === "onDidChangeLogLevel") return changed.event;
      if (key === "trace") return (message: string) => (isWanted() ? log.info(message) : log.trace(message));
      if (key === "dispose") return () => vscode.Disposable.from(changed, ...listeners).dispose();
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
