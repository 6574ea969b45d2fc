namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions that ask how the run is going.</summary>
internal static class StatusFunctions
{
    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("success()", 0, 0, "True while no step before this one has failed or been cancelled.",
            (ref evaluation, _) => ExpressionValue.Of(evaluation.Scope.Success())) { IsStandard = true, IsStatus = true },
        new("failure()", 0, 0, "True when a step before this one has failed.",
            (ref evaluation, _) => ExpressionValue.Of(evaluation.Scope.Failure())) { IsStandard = true, IsStatus = true },
        new("cancelled()", 0, 0, "True when the run is being cancelled.",
            (ref evaluation, _) => ExpressionValue.Of(evaluation.Scope.Cancelled())) { IsStandard = true, IsStatus = true },
        new("always()", 0, 0, "True; as a condition it lets a step run whatever happened before.",
            (ref _, _) => ExpressionValue.Of(true)) { IsStandard = true, IsStatus = true },
    ];
}
