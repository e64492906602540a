using Ziggie.Cli;
using Ziggie.Server;

// Read once by the runtime, before the first socket: replies of backends are taken up on the thread that saw them come.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await CliApp.RunAsync(args, new LocalVerbs());
