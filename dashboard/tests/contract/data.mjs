// What the contract server answers: one team's afternoon, made from a fixed seed so that pictures stay the same.
const minute = 60_000;
export const now = Date.now();
export const ago = ms => new Date(now - ms).toISOString();

let seed = 7;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;

export const agents = [
  [
    'security',
    'Finds dangerous calls, weak configuration, committed credentials and risky packages.',
    ['vulnerabilities', 'secrets', 'dependencies'],
  ],
  ['architect', 'Reviews modules, dependencies and cycles, and proposes the next step.', ['architecture', 'design']],
  ['quality', 'Measures structure, duplication and complexity; ranks hot spots.', ['metrics', 'lint', 'hotspots']],
  ['performance', 'Finds code that is slow, blocks, or grows without bound.', ['profiling', 'allocations']],
  ['testing', 'Finds risky code without tests and writes the tests that are missing.', ['coverage', 'tests']],
  ['planner', 'Puts what was found into an order of work with reasons.', ['planning']],
  ['writer', 'Writes reports and documentation for the people who need them.', ['reports', 'documentation']],
  ['devops', 'Builds pipelines, deploys and rolls back.', ['deployment', 'pipelines']],
  ['database', 'Designs schemas, migrations and queries that stay fast.', ['sql', 'migrations']],
].map(([id, description, actions], index) => ({
  id,
  name: id[0].toUpperCase() + id.slice(1),
  description,
  aliases: [],
  actions: actions.map(name => `review-${name}`),
  source: 'library',
  tools: ['code.search', 'code.structure', 'git.log'].slice(0, 1 + (index % 3)),
  works: 'agent',
  state: index % 4 === 0 ? 'working' : 'idle',
  load: { working: index % 4 === 0 ? 2 : 0, waiting: 0, places: 4, share: 0.5 },
  successShare: 1 - index * 0.013,
  tookSeconds: 4.2,
  calls: 180 - index * 13,
  usd: 1.9 / (index + 1),
}));
export const agentDetail = item => ({
  item,
  specializations: [],
  capabilities: item.actions.map(name => ({ name: name.slice(7), confidence: 0.9 })),
  models: ['claude-sonnet-4-5'],
  instructions: '',
  actions: item.actions.map(name => ({ name, description: `Looks at ${name.slice(7)} and says what to do.` })),
});

const review = ['structure', 'lint', 'security', 'secrets', 'architecture', 'performance', 'tests', 'dependencies'];
export const steps = [
  ...review.map((key, index) => ({
    path: key,
    key,
    kind: 'agent',
    parent: null,
    dependsOn: [],
    agent: ['quality', 'quality', 'security', 'security', 'architect', 'performance', 'testing', 'security'][index],
    action: [
      'measure-structure',
      'lint-codebase',
      'scan-vulnerabilities',
      'find-secrets',
      'review-architecture',
      'analyze-performance',
      'find-test-gaps',
      'audit-dependencies',
    ][index],
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    status: 'completed',
    attempts: index === 5 ? 3 : 1,
    startedAt: ago(9 * minute - index * 320),
    endedAt: ago(9 * minute - index * 320 - 9000 - random() * 26000),
    input: { focus: 'payments' },
    output: {
      summary: 'Three findings, one of them serious.',
      score: 72 + index,
      findings: [
        {
          file: 'src/Payments/Charge.cs',
          line: 88,
          severity: 'high',
          title: 'Amount is parsed with the culture of the machine',
          confidence: 0.93,
        },
        { file: 'src/Payments/Refund.cs', line: 41, severity: 'medium', title: 'A refund is not idempotent', confidence: 0.81 },
      ],
    },
    usage: { inputTokens: 4200 + index * 900, outputTokens: 600 + index * 130, usd: 0.021 + index * 0.006 },
  })),
  {
    path: 'priorities',
    key: 'priorities',
    kind: 'agent',
    agent: 'planner',
    action: 'prioritize-work',
    model: 'claude-sonnet-4-5',
    provider: 'anthropic',
    status: 'completed',
    attempts: 1,
    dependsOn: review,
    parent: null,
    startedAt: ago(8.3 * minute),
    endedAt: ago(8.1 * minute),
    input: { findings: 24 },
    output: { order: ['secrets', 'security', 'performance'] },
    usage: { inputTokens: 9800, outputTokens: 1400, usd: 0.064 },
  },
  {
    path: 'ask',
    key: 'ask',
    kind: 'approval',
    status: 'waiting',
    attempts: 1,
    dependsOn: ['priorities'],
    parent: null,
    startedAt: ago(8.1 * minute),
    endedAt: null,
    input: { message: 'Open the pull request with these fixes?' },
  },
  { path: 'fix', key: 'fix', kind: 'forEach', status: 'pending', attempts: 0, dependsOn: ['ask'], parent: null },
  { path: 'fix/patch', key: 'patch', kind: 'tool', status: 'pending', attempts: 0, dependsOn: [], parent: 'fix' },
  { path: 'fix/verify', key: 'verify', kind: 'run', status: 'pending', attempts: 0, dependsOn: ['fix/patch'], parent: 'fix' },
  {
    path: 'report',
    key: 'report',
    kind: 'agent',
    agent: 'writer',
    action: 'create-review-report',
    status: 'pending',
    attempts: 0,
    dependsOn: ['fix'],
    parent: null,
  },
];

const labels = { approval: 'asks a person', forEach: 'for each fix', tool: 'code.patch', run: 'dotnet test' };
export const graph = {
  nodes: steps.map(s => ({
    path: s.path,
    key: s.key,
    kind: s.kind,
    label: s.agent ?? labels[s.kind] ?? s.kind,
    status: s.status,
    parent: s.parent,
  })),
  edges: steps.flatMap(s => s.dependsOn.map(from => ({ from, to: s.path }))),
};

export const events = (() => {
  const list = [{ at: ago(9 * minute), type: 'run-started', data: { by: 'nikola', workflow: 'code-review' } }];
  for (const s of steps) {
    if (s.startedAt) list.push({ at: s.startedAt, type: 'step-started', path: s.path, data: { attempt: 1, input: s.input } });
    if (s.attempts > 1)
      list.push({
        at: s.startedAt,
        type: 'step-attempt-failed',
        path: s.path,
        data: { attempt: 1, error: { kind: 'rate-limited', message: 'The provider asks for fewer requests (429).' } },
      });
    if (s.status === 'completed')
      list.push({ at: s.endedAt, type: 'step-completed', path: s.path, data: { attempt: s.attempts, output: s.output } });
    if (s.status === 'waiting')
      list.push({ at: s.startedAt, type: 'approval-requested', path: s.path, data: { attempt: 1, question: s.input } });
  }
  list.splice(
    list.findIndex(e => e.path === 'priorities'),
    0,
    { at: ago(8.31 * minute), type: 'checkpoint-created', data: { name: 'reviewed' } },
  );
  return list.sort((a, b) => a.at.localeCompare(b.at)).map((e, index) => ({ seq: index + 1, ...e }));
})();

export const run = {
  id: 'code-review-7f3a21',
  workflow: 'code-review',
  version: '1.2.0',
  status: 'executing',
  attention: ['approval'],
  createdAt: ago(9 * minute),
  endedAt: null,
  durationSeconds: null,
  steps: { total: 14, completed: 9, failed: 0 },
  usd: 0.412,
  error: null,
  parent: null,
  forkOf: null,
  inputs: { title: 'Payments before the release', focus: 'payments' },
  outputs: null,
  waits: [{ step: 'ask', kind: 'approval', since: ago(8.1 * minute), for: 'ops' }],
  attributes: { tenant: 'acme', user: 'nikola', branch: 'release/4.2' },
};

const names = ['code-review', 'api-development', 'deploy-microservice', 'technical-debt', 'nightly-audit', 'consensus', 'debate'];
const failure = {
  kind: 'authentication',
  code: 'AXL0412',
  message: 'The provider openai refused the key (401).',
  mend: 'Set a valid key with `ax provider set openai`, then resume the run.',
};
export const runs = [
  run,
  ...Array.from({ length: 46 }, (_, index) => {
    const status =
      index < 2
        ? 'executing'
        : index % 11 === 5
          ? 'failed'
          : index % 17 === 9
            ? 'cancelled'
            : index === 6
              ? 'paused'
              : index === 3
                ? 'compensating'
                : 'completed';
    const total = 4 + Math.floor(random() * 12);
    const completed = status === 'completed' ? total : Math.floor(total * random());
    const started = (12 + index * 19 * (1 + index / 14)) * minute;
    const seconds = 8 + random() * 420;
    const over = ['completed', 'failed', 'cancelled'].includes(status);
    return {
      id: `${names[index % 7]}-${Math.floor(random() * 16777216)
        .toString(16)
        .padStart(6, '0')}`,
      workflow: names[index % 7],
      version: '1.0.0',
      status,
      attention: index === 5 || index === 16 ? ['deadLetter'] : index === 1 ? ['approval'] : [],
      createdAt: ago(started),
      endedAt: over ? ago(started - seconds * 1000) : null,
      durationSeconds: over ? seconds : null,
      steps: { total, completed, failed: status === 'failed' ? 1 : 0 },
      usd: Math.round(random() * 900) / 1000,
      error: status === 'failed' ? failure : null,
      parent: null,
      forkOf: index === 8 ? run.id : null,
    };
  }),
];

export const failedRun = {
  ...runs.find(r => r.status === 'failed'),
  inputs: { title: 'Nightly' },
  outputs: null,
  waits: [],
  attributes: {},
};

export const trace = [
  {
    path: 'security',
    does: 'agent security: scan-vulnerabilities',
    status: 'completed',
    answer: { summary: 'One serious finding, with a fix that is safe to apply.', score: 74 },
    turns: [
      {
        number: 1,
        kind: 'calls',
        thought:
          'The amount comes from a form. `decimal.Parse` uses the culture of the machine, so **1.000** may become one thousand. I read the caller.',
        model: 'claude-sonnet-4-5',
        calls: [
          {
            tool: 'code.read',
            arguments: { path: 'src/Payments/Charge.cs', from: 70, to: 110 },
            observation: 'No culture is given at line 88.\n\n```csharp\nvar amount = decimal.Parse(form["amount"]);\n```',
            failed: false,
            step: 'security/read',
          },
        ],
      },
      {
        number: 2,
        kind: 'answer',
        thought: 'The same pattern is in the refund, with less harm.',
        calls: [],
        milestones: ['Checked every caller'],
      },
    ],
  },
  {
    path: 'priorities',
    does: 'agent planner: prioritize-work',
    status: 'completed',
    answer: { order: ['secrets', 'security', 'performance'] },
    turns: [{ number: 1, kind: 'answer', thought: 'Money first: the parsing fault reaches production amounts.', calls: [] }],
  },
];

export const approvals = [
  {
    run: run.id,
    step: 'ask',
    workflow: 'code-review',
    title: 'Open a pull request with 3 fixes in Payments?',
    question: 'The review found one **serious** fault. The fixes are small and their tests pass.',
    parameters: { branch: 'fix/payments-culture', reviewers: 2, draft: false, labels: ['payments', 'security'] },
    schema: {
      type: 'object',
      required: ['branch'],
      properties: {
        branch: { type: 'string', title: 'Branch', description: 'Where the fixes go.', minLength: 3 },
        reviewers: { type: 'integer', title: 'Reviewers', minimum: 1, maximum: 5 },
        draft: { type: 'boolean', title: 'Open as a draft' },
      },
    },
    editable: ['branch', 'reviewers', 'draft', 'labels'],
    requestedAt: ago(8.1 * minute),
    expiresAt: new Date(now + 40 * minute).toISOString(),
    assignees: ['ops'],
    context: {
      findings: { high: 1, medium: 2 },
      tests: { passed: 412, failed: 0 },
      files: ['src/Payments/Charge.cs', 'src/Payments/Refund.cs'],
    },
  },
  {
    run: runs[2].id,
    step: 'deploy/ask',
    workflow: 'deploy-microservice',
    title: 'Deploy shop:7 to production?',
    question: 'Deploy?',
    parameters: { replicas: 3, image: 'shop:7' },
    schema: { type: 'object', properties: { replicas: { type: 'integer', maximum: 5 } } },
    editable: ['replicas'],
    requestedAt: ago(31 * minute),
    expiresAt: null,
    assignees: ['lead'],
    context: null,
  },
];

export const deadLetters = runs
  .filter(r => r.attention.includes('deadLetter'))
  .map((r, index) => ({
    id: r.id,
    workflow: r.workflow,
    status: 'failed',
    why: index ? 'unknownOutcome' : 'failed',
    error: null,
    since: r.endedAt ?? r.createdAt,
    steps: [
      { path: index ? 'publish' : 'security', does: '', status: index ? 'unresolved' : 'failed', attempts: 3 + index, error: failure },
    ],
  }));

const yaml = `name: code-review
version: 1.2.0
description: Reviews a code base from eleven sides at once, then decides what comes first.
tags: [review, quality, security]
inputs:
  title:
    type: string
    description: Title of the report.
  focus:
    type: string
    description: What every agent should look at with special care.
defaults:
  retry: {maxAttempts: 3, initialDelay: 1s, multiplier: 2, maxDelay: 30s}
  timeout: 20m

steps:
  # A reviewer that fails must not keep the others' findings from being reported.
  - key: security
    agent: security
    action: scan-vulnerabilities
    with: {focus: "\${{ inputs.focus }}"}
    continueOnError: true

  - key: report
    agent: writer
    action: create-review-report
    dependsOn: [security]
`;

export const workflows = names.map((name, index) => ({
  name,
  version: index ? '1.0.0' : '1.2.0',
  tags: [['review', 'quality'], ['api'], ['deploy'], ['quality'], ['schedule'], ['pattern'], ['pattern']][index],
  description: [
    'Reviews a code base from eleven sides at once, then decides what comes first and writes the report.',
    'Designs an interface, writes it, tests it and documents it.',
    'Builds, asks a person, deploys, watches, and rolls back by itself.',
    'Finds what slows a team down and orders it by what it costs.',
    'Every night: dependencies, secrets, licences.',
    'Several agents answer; what most of them agree on wins.',
    'Two agents argue, a third decides.',
  ][index],
  steps: [14, 9, 7, 8, 5, 4, 3][index],
  source: index ? 'library' : 'project',
  isEditable: index === 0,
  schedules: 0,
  problems: index === 3 ? 1 : 0,
}));
export const workflowDetail = item => ({
  item,
  yaml,
  graph,
  problems: [],
  inputSchema: {
    type: 'object',
    properties: {
      title: { type: 'string', description: 'Title of the report.' },
      focus: { type: 'string', description: 'What every agent should look at with special care.' },
    },
  },
});

const hash = letter => letter.repeat(64);
export const definitionOf = id => ({
  hash: hash(id.endsWith('-fork') ? 'b' : 'a'),
  name: 'code-review',
  version: '1.2.0',
  yaml: id.endsWith('-fork') ? yaml.replace('report', 'summary') : yaml,
});
export const versions = {
  items: [
    { definition: hash('b'), version: '1.2.0', runs: 12, firstAt: ago(3 * 1440 * minute), lastAt: ago(minute), lastRun: `${run.id}-fork` },
    { definition: hash('a'), version: null, runs: 1, firstAt: ago(9 * 1440 * minute), lastAt: ago(9 * 1440 * minute), lastRun: run.id },
  ],
  current: hash('b'),
};

const deployment = (model, more) => ({
  model,
  key: '',
  circuit: 'closed',
  failureShare: 0,
  latencySeconds: 0.8,
  requests: null,
  tokens: null,
  obstacle: null,
  ...more,
});
export const providers = [
  {
    name: 'anthropic',
    kind: 'anthropic',
    state: 'ready',
    obstacle: null,
    model: 'claude-sonnet-4-5',
    models: ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'],
    calls: 4812,
    failed: 19,
    usd: 61.2,
    deployments: [
      deployment('claude-sonnet-4-5', { requests: { limit: 1000, left: 788 }, tokens: { limit: 400000, left: 69000 } }),
      deployment('claude-opus-4-5', { latencySeconds: 2.1 }),
    ],
  },
  {
    name: 'openai',
    kind: 'openai',
    state: 'noKey',
    obstacle: 'Set OPENAI_API_KEY.',
    model: 'gpt-5',
    models: ['gpt-5', 'gpt-5-mini'],
    calls: 902,
    failed: 214,
    usd: 8.1,
    deployments: [],
  },
  {
    name: 'ollama',
    kind: 'openai',
    state: 'ready',
    obstacle: null,
    model: 'qwen3',
    models: ['llama3.3', 'qwen3'],
    calls: 120,
    failed: 9,
    usd: 0,
    deployments: [deployment('qwen3', { circuit: 'halfOpen', latencySeconds: 3.4 }), deployment('llama3.3', {})],
  },
  {
    name: 'offline',
    kind: 'offline',
    state: 'ready',
    obstacle: null,
    model: 'offline',
    models: ['offline'],
    calls: 9312,
    failed: 0,
    usd: 0,
    deployments: [deployment('offline', { latencySeconds: 0.004 })],
  },
];

export const overview = {
  throughput: Array.from({ length: 60 }, (_, index) => ({
    at: ago((59 - index) * minute),
    started: 4,
    completed: Math.round(6 + 5 * Math.sin(index / 7) + random() * 4),
    failed: index % 13 === 4 ? 2 : index % 29 === 7 ? 1 : 0,
  })),
  started: 561,
  completed: 538,
  failed: 12,
  live: 5,
  usdToday: 18.42,
  callsToday: 3104,
  failures: runs.filter(r => r.status === 'failed').slice(0, 3),
  atLeast: false,
  waiting: { approvals: 2, deadLetters: 2, unknownOutcomes: 0, budgets: 0 },
};

export const costs = by =>
  by === 'day'
    ? Array.from({ length: 30 }, (_, index) => ({
        key: ago((29 - index) * 1440 * minute).slice(0, 10),
        usd: 9 + 6 * Math.sin(index / 3) + (index % 7 > 4 ? -6 : 3),
      }))
    : {
        model: ['claude-sonnet-4-5', 'claude-opus-4-5', 'gpt-5', 'claude-haiku-4-5', 'llama3.3'],
        provider: ['anthropic', 'openai', 'ollama'],
        agent: agents.slice(0, 5).map(a => a.id),
        session: ['chat-1', 'chat-2'],
        user: ['nikola', 'ada', 'grace', 'ci'],
        tenant: ['acme', 'beta'],
      }[by].map((key, index) => ({
        key,
        usd: 61 / (index + 1) ** 1.4,
        calls: Math.round(3100 / (index + 1)),
        inputTokens: Math.round(5_200_000 / (index + 1)),
        outputTokens: Math.round(840_000 / (index + 1)),
      }));

export const budgets = [
  {
    id: 'acme',
    window: '2026-11',
    spent: { usd: 212.4, tokens: 5_100_000, calls: 3100 },
    held: { usd: 1.2 },
    limit: { usd: 300, tokens: null, calls: null },
    raised: true,
  },
  {
    id: 'ci',
    window: 'today',
    spent: { usd: 3.1, tokens: 88_000, calls: 92 },
    held: {},
    limit: { usd: 10, tokens: 100_000, calls: null },
    raised: false,
  },
];

export const users = [
  {
    id: 'nikola',
    name: 'nikola',
    email: 'nikola@example.com',
    role: 'admin',
    isOwner: true,
    status: 'active',
    createdAt: ago(200 * 1440 * minute),
  },
  {
    id: 'ada',
    name: 'ada',
    email: 'ada@example.com',
    role: 'developer',
    isOwner: false,
    status: 'active',
    createdAt: ago(90 * 1440 * minute),
  },
  { id: 'grace', name: 'grace', email: null, role: 'operator', isOwner: false, status: 'invited', createdAt: ago(50 * minute) },
];
export const keys = [
  {
    id: 'k1',
    name: 'ci',
    user: 'nikola',
    permissions: ['runsRead', 'runsStart'],
    status: 'active',
    usedAt: ago(3 * minute),
    expiresAt: new Date(now + 60 * 86_400_000).toISOString(),
  },
  { id: 'k2', name: 'grafana', user: 'nikola', permissions: ['costsRead'], status: 'expired', usedAt: ago(50_000), expiresAt: ago(minute) },
];
export const tenants = [
  { id: 'acme', name: 'Acme', role: 'admin', createdAt: ago(200 * 1440 * minute) },
  { id: 'beta', name: 'Beta', role: 'viewer', createdAt: ago(20 * 1440 * minute) },
];
const node = (name, roles, more = {}) => ({
  name,
  status: 'up',
  roles,
  pools: [],
  version: '0.1.0',
  since: ago(300 * minute),
  silentMs: 240,
  runs: 0,
  making: 0,
  waiting: 0,
  ...more,
});
export const nodes = [
  node('web-1-4711', ['api']),
  node('engine-1-812', ['engine'], { runs: 214 }),
  node('engine-2-77', ['engine'], { runs: 198 }),
  node('builder-1-3120', ['worker'], { pools: ['code'], making: 8, waiting: 21, version: '0.0.9', status: 'draining' }),
  node('builder-2-991', ['worker'], { pools: ['code', 'llm'], making: 3, silentMs: 48_000, status: 'silent' }),
];
export const sessions = [
  {
    id: 's1',
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    place: '10.0.4.17',
    createdAt: ago(5 * 60 * minute),
    seenAt: ago(2000),
    isCurrent: true,
  },
  {
    id: 's2',
    agent: 'Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36',
    place: '10.0.9.3',
    createdAt: ago(3 * 1440 * minute),
    seenAt: ago(8 * 60 * minute),
    isCurrent: false,
  },
];
export const audit = [
  ['nikola', 'POST /api/v1/approvals/{run}/decision', `approve ${run.id} ask`, 'Fixes are small and tested', '200'],
  ['ci', 'POST /api/v1/runs', `${run.id} nightly-audit`, '', '202'],
  ['grace', 'PUT /api/v1/workflows/{name}', 'code-review', '', '403'],
  ['ada', 'POST /api/v1/budgets/{id}/raise', 'tenant:acme/month', 'Release week', '200'],
  ['nikola', 'POST /api/v1/keys', 'key_ci', '', '201'],
].map(([actor, action, subject, reason, outcome], index) => ({
  number: 412 - index,
  at: ago((2 + index * 33) * minute),
  actor,
  tenant: 'acme',
  action,
  subject,
  reason,
  outcome,
  place: 'ses_4kd local',
}));

export const difference = {
  left: { ...run, status: 'completed' },
  right: { ...run, id: `${run.id}-fork`, status: 'completed', forkOf: run.id },
  same: false,
  fields: [{ name: 'definition', left: '9f2c1ab04e77', right: '41d0c3559bb2' }],
  inputs: [],
  variables: [],
  outputs: [{ place: '/score', kind: 'changed', left: 72, right: 81 }],
  counts: { same: 12, changed: 1, added: 0, removed: 0 },
  steps: [
    {
      path: 'security',
      kind: 'changed',
      fields: [{ name: 'model', left: 'claude-sonnet-4-5', right: 'claude-opus-4-5' }],
      output: [
        {
          place: '/summary',
          kind: 'changed',
          left: 'Three findings, one of them serious.',
          right: 'Three findings, two of them serious; the second was hidden behind a wrapper.',
        },
        {
          place: '/findings/2',
          kind: 'added',
          right: { file: 'src/Payments/Money.cs', line: 12, severity: 'high', title: 'Rounds twice' },
        },
      ],
    },
  ],
};

export const schedules = [
  {
    id: 'code-review/0',
    workflow: 'code-review',
    text: 'at 06:00 on Monday to Friday',
    next: new Date(Date.now() + 7 * 3600_000).toISOString(),
    lastStart: new Date(Date.now() - 17 * 3600_000).toISOString(),
  },
  {
    id: 'import-orders/0',
    workflow: 'import-orders',
    text: 'every 15 minutes',
    pausedBy: 'ann',
    pausedAt: new Date(Date.now() - 86_400_000).toISOString(),
  },
];

export const passkeys = [{ id: 'p1', name: 'Work laptop', isSynced: false, createdAt: ago(40 * 1440 * minute), usedAt: ago(300 * minute) }];
