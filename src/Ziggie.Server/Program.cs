using Ziggie.Cli;
using Ziggie.Server;

return await CliApp.RunAsync(args, new LocalVerbs());
