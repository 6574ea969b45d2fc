using System.CommandLine;

namespace Axle.Cli.Servers;

/// <summary>The option by which a command works at a server.</summary>
internal sealed class ServerOption : Option<string?>
{
    public ServerOption()
        : base("--server")
    {
        Description = "Work at this server, where 'ax login' has signed in, instead of here: its address, or the name of its host.";
        HelpName = "URL";
    }
}
