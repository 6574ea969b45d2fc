using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Axle.Models.Limits;
using Axle.Models.Recording.Redaction;
using Axle.Models.Telemetry;

namespace Axle.Models;

/// <summary>What others bring to the gateway. Everything has a default that does nothing or keeps what it needs in memory.</summary>
public sealed record GatewayServices
{
    /// <summary>Guardrails, in the order in which they see what goes in; what comes out they see in the opposite order.</summary>
    public IReadOnlyList<IModelGuard> Guards { get; init; } = [];

    /// <summary>Looks at answers before anybody else sees them; null when nobody does.</summary>
    public IAnswerGuard? AnswerGuard { get; init; }

    /// <summary>Whether whoever gets no answer reads which guard stopped it and why, as on the machine of whoever runs it. Default: false.</summary>
    public bool ExplainsGuards { get; init; }

    /// <summary>Decides which model may be asked for what; null lets every model be asked.</summary>
    public IModelGate? Gate { get; init; }

    /// <summary>Finds the personal data that recordings of traffic leave out; null takes the finder that goes by their form.</summary>
    public IPersonalDataFinder? PersonalData { get; init; }

    /// <summary>Keeps calls within budgets and writes down what they cost; null keeps a book in memory, with the budgets of the options.</summary>
    public SpendingBook? Book { get; init; }

    /// <summary>Counts what is asked of providers whose limits are configured, for all processes that share it; null counts in this one.</summary>
    public ILimitStore? Limits { get; init; }

    /// <summary>Those who hear what happens.</summary>
    public IReadOnlyList<IGatewayListener> Listeners { get; init; } = [];

    /// <summary>Where answers are kept; null keeps them in memory, within the limits of the configuration.</summary>
    public ICacheStore? Answers { get; init; }
}
