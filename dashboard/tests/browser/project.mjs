/** A small project, and a workflow of its own: it waits for a person, and then for the file `go`. */
export const project = {
  'README.md': '# Shop\nSells things.\n',
  'src/cart.py': `import hashlib
import subprocess

PASSWORD = "correct-horse-battery"


def total(lines):
    return sum(price * count for price, count in lines)


def receipt(name):
    subprocess.call("print-receipt " + name, shell=True)
    return hashlib.md5(name.encode()).hexdigest()
`,
  'src/cart.js': 'export const total = lines => eval(lines.map(l => l.price).join("+"));\n',
  '.axle/workflows/release.yaml': `name: release
description: Builds the shop, asks, and deploys it.
inputs:
  service: { type: string, default: shop }
steps:
  - { key: build, run: [echo, "built \${{ inputs.service }}"] }
  - key: ask
    dependsOn: [build]
    approval:
      message: "Deploy \${{ inputs.service }}?"
      assignees: [ops]
      parameters: { replicas: 3, image: "shop:7" }
      schema: { type: object, properties: { replicas: { type: integer, minimum: 1, maximum: 5 } } }
      editable: [replicas]
  - { key: deploy, dependsOn: [ask], run: [sh, -c, "for turn in $(seq 900); do [ -e go ] && break; sleep 0.1; done; echo deployed"] }
  - { key: verify, dependsOn: [deploy], run: [echo, "\${{ steps.ask.output.parameters.replicas }} replicas of \${{ inputs.service }}"] }
  - { key: notes, dependsOn: [verify], prompt: "Tell in one sentence that \${{ inputs.service }} is released." }
outputs:
  replicas: \${{ steps.ask.output.parameters.replicas }}
  service: \${{ inputs.service }}
`,
};
