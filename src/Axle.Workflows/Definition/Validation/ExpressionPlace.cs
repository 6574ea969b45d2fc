namespace Axle.Workflows.Definition.Validation;

/// <summary>Where an expression stands, which decides what it may read.</summary>
internal enum ExpressionPlace
{
    /// <summary>First values of variables, before any step ran.</summary>
    BeforeSteps,

    /// <summary>Inputs that a trigger gives, before the run exists.</summary>
    BeforeRun,

    /// <summary>A workflow's outputs, after all steps.</summary>
    AfterSteps,

    /// <summary>Settings of a step, and what it does.</summary>
    Step,

    /// <summary>Inputs of a step: the one place that may read secrets.</summary>
    StepInput,

    /// <summary>Checks of a step's result: may read the step itself.</summary>
    Gate,

    /// <summary>Condition of a loop: may read the steps inside it.</summary>
    LoopCondition,
}
