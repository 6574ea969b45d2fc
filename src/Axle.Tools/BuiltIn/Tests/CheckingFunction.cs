namespace Axle.Tools.BuiltIn.Tests;

/// <summary>A function that tests may call.</summary>
/// <param name="Language">The language's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Checks">Whether something in it looks like a check.</param>
/// <param name="Calls">The names that it calls.</param>
internal sealed record CheckingFunction(string Language, string Name, bool Checks, IReadOnlySet<string> Calls);
