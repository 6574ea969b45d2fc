namespace Axle.Models;

/// <summary>One entry of an agent's list of models it works well with.</summary>
/// <param name="Provider">A provider's name or alias, for example <c>claude</c>.</param>
/// <param name="Model">A model of that provider; null takes the provider's default.</param>
public sealed record ModelPreference(string Provider, string? Model = null);
