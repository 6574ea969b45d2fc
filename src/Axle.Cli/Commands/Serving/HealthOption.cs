using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Hosting;
using Axle.Server;

namespace Axle.Cli.Commands.Serving;

/// <summary>Where a node tells whether it lives and can work.</summary>
internal sealed class HealthOption : Option<string?>
{
    public HealthOption()
        : base("--health")
    {
        Description = "Address and port at which this node tells whether it lives (/live) and can work (/ready). Default: none.";
        HelpName = "URL";
    }

    /// <summary>Begins to tell, where it was asked for.</summary>
    public async Task<HealthServer?> StartAsync(Invocation call, AxleHost host, CancellationToken cancellationToken)
    {
        if (call.Get(this) is not { Length: > 0 } url)
            return null;
        var (address, port) = ListenUrl.Read(Name, url);
        var server = await HealthServer.StartAsync(address, port, new NodeHealth(host.Services, host.Get<AxleOptions>()).Obstacle, cancellationToken);
        call.Say($"Health at {server.Url}");
        return server;
    }
}
