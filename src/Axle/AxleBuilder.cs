using Axle.Tools.Contract;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Axle;

/// <summary>What a host may change about the Axle it adds.</summary>
/// <param name="services">The host's services.</param>
public sealed class AxleBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>Adds a tool beside the built-in ones. Its name must be its own.</summary>
    public AxleBuilder AddTool(ITool tool)
    {
        Services.AddSingleton(tool);
        return this;
    }

    /// <summary>Adds a tool that is made from the host's services.</summary>
    public AxleBuilder AddTool<TTool>()
        where TTool : class, ITool
    {
        Services.AddSingleton<ITool, TTool>();
        return this;
    }

    /// <summary>Keeps runs in another store than SQLite.</summary>
    public AxleBuilder UseStore(Func<IServiceProvider, IRunStore> store)
    {
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    /// <summary>Has steps done by something else than the agents, for example by a script in a test.</summary>
    public AxleBuilder UseStepHandler(Func<IServiceProvider, IStepHandler> handler)
    {
        Services.Replace(ServiceDescriptor.Singleton(handler));
        return this;
    }
}
