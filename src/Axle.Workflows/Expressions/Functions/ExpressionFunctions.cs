using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>The functions of the expression language.</summary>
public static class ExpressionFunctions
{
    private static readonly FrozenDictionary<string, ExpressionFunction> ByName;

    static ExpressionFunctions()
    {
        All =
        [
            .. StandardTextFunctions.All, .. JsonFunctions.All, .. ChoiceFunctions.All, .. StatusFunctions.All,
            .. ListFunctions.All, .. NumberFunctions.All, .. TimeFunctions.All, .. PatternFunctions.All,
        ];
        ByName = All.ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All functions, grouped by what they are about.</summary>
    public static IReadOnlyList<ExpressionFunction> All { get; }

    /// <summary>Finds a function; letter case does not matter.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out ExpressionFunction? function) =>
        ByName.TryGetValue(name, out function);
}
