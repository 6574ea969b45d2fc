using Axle.Models.Configuration;
using Axle.Models.Providers;

namespace Axle.Models.Routing;

/// <summary>One place of the chain before anything was tried.</summary>
/// <param name="Options">How the provider is configured.</param>
/// <param name="Provider">Who speaks its protocol.</param>
/// <param name="Model">The model to use there.</param>
/// <param name="Reason">Why it stands at this place.</param>
/// <param name="SkipReason">Why it cannot be used; null when it can.</param>
internal sealed record PlannedCandidate(ProviderOptions Options, IModelProvider Provider, string Model, string Reason, string? SkipReason);
