using Ziggie.Cli;
using Ziggie.Engine.Host;
using Ziggie.Server;

// The engine's process is started by Ziggie itself and needs nothing of what follows.
if (args is ["engine", "--socket", var socket, "--libraries", var libraries])
    return await EngineProgram.RunAsync(new EngineArguments(socket, libraries), TimeProvider.System, CancellationToken.None);

// Read once by the runtime, before the first socket: replies of backends are taken up on the thread that saw them come.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await CliApp.RunAsync(args, new LocalVerbs());
