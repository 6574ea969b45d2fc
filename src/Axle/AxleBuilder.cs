using Axle.Agents.Kinds;
using Axle.Library;
using Axle.Steps;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
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

    /// <summary>Adds an agent that is a class, made from the host's services; it stands in for one of the same id from a file.</summary>
    public AxleBuilder AddAgent<TAgent>()
        where TAgent : class, IAgent
    {
        Services.AddSingleton<IAgent, TAgent>();
        return this;
    }

    /// <summary>Adds an agent that is a class; it stands in for one of the same id from a file.</summary>
    public AxleBuilder AddAgent(IAgent agent)
    {
        Services.AddSingleton(agent);
        return this;
    }

    /// <summary>Adds a workflow that others may use by name, and whose schedules start runs when this host takes up runs.</summary>
    public AxleBuilder AddWorkflow(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        Services.AddSingleton(new RegisteredWorkflow(workflow));
        return this;
    }

    /// <summary>Has the steps of a kind done by a handler of the host.</summary>
    /// <param name="kind">The kind as workflow files name it: <c>run</c>, <c>code</c>, <c>tool</c> …</param>
    /// <param name="handler">Makes the handler.</param>
    public AxleBuilder AddStepHandler(string kind, Func<IServiceProvider, IStepHandler> handler)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(handler);
        Services.AddSingleton(host => new StepKindHandler(kind, handler(host)));
        return this;
    }

    /// <summary>Runs <c>code</c> steps in another sandbox than Axle's own; the tool <c>code.run</c> keeps Axle's.</summary>
    public AxleBuilder UseSandbox(Func<IServiceProvider, ICodeSandbox> sandbox)
    {
        Services.Replace(ServiceDescriptor.Singleton(sandbox));
        return this;
    }

    /// <summary>Keeps runs in another store than SQLite.</summary>
    public AxleBuilder UseStore(Func<IServiceProvider, IRunStore> store)
    {
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }

    /// <summary>Has steps done by something else than the agents, for example by a script in a test; kinds with a handler of their own keep it.</summary>
    public AxleBuilder UseStepHandler(Func<IServiceProvider, IStepHandler> handler)
    {
        Services.Replace(ServiceDescriptor.Singleton(handler));
        return this;
    }
}
