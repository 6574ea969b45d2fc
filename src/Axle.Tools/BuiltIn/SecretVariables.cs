namespace Axle.Tools.BuiltIn;

/// <summary>Environment variables that hold secrets of this process: no business of programs that a tool starts.</summary>
internal static class SecretVariables
{
    /// <summary>Whether it is one of Axle's own, or the key of a provider of models.</summary>
    public static bool IsOwn(string name) =>
        name.StartsWith("AXLE_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_API_KEY", StringComparison.OrdinalIgnoreCase);
}
