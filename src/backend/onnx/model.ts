// Writes a program as a standard ONNX model: the few messages of onnx.proto that are needed, by field number.
// See https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (IR version 10, opset 21).

import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { onnxTypes } from "./graph.ts";
import { CONSTANT } from "./node.ts";
import type { Attribute, GraphNode } from "./node.ts";
import type { Program } from "./program.ts";

const IR_VERSION = 10;
const OPSET = 21;

/** Operators that ONNX Runtime adds to the standard. */
const microsoftOps = new Set(["FusedMatMul"]);
const MICROSOFT = "com.microsoft";

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** The name of a node in the model of the program that {@link linearise} put it into last. */
export function nameOf(node: GraphNode): string {
  return node.position < 0 ? `i${-node.position - 1}` : `n${node.position}`;
}

/** Encodes a program; its nodes must not have been put into another program since. @param name - names each node */
export function encodeModel(
  program: Program,
  name: (node: GraphNode) => string = nameOf,
): Uint8Array {
  const writer = new BinaryWriter();
  // ModelProto: 1 ir_version, 2 producer_name, 7 graph, 8 opset_import
  int(writer, 1, IR_VERSION);
  text(writer, 2, "acclimate");
  message(writer, 7, () => {
    writeGraph(writer, program, name);
  });
  writeOpset(writer, "", OPSET);
  if (program.nodes.some(({ op }) => microsoftOps.has(op))) writeOpset(writer, MICROSOFT, 1);
  return writer.finish();
}

// OperatorSetIdProto: 1 domain, 2 version
function writeOpset(writer: BinaryWriter, domain: string, version: number): void {
  message(writer, 8, () => {
    text(writer, 1, domain);
    int(writer, 2, version);
  });
}

// GraphProto: 1 node, 2 name, 5 initializer, 11 input, 12 output
function writeGraph(
  writer: BinaryWriter,
  { nodes, inputs, outputs }: Program,
  name: (node: GraphNode) => string,
): void {
  for (const node of nodes) {
    if (node.op === CONSTANT) writeConstant(writer, node, name(node));
    else writeNode(writer, node, name);
  }
  text(writer, 2, "program");
  for (const node of inputs) writeValueInfo(writer, 11, node, name(node));
  for (const node of outputs) writeValueInfo(writer, 12, node, name(node));
}

// NodeProto: 1 input, 2 output, 4 op_type, 5 attribute, 7 domain
function writeNode(writer: BinaryWriter, node: GraphNode, name: (node: GraphNode) => string): void {
  message(writer, 1, () => {
    for (const input of node.inputs) text(writer, 1, name(input));
    text(writer, 2, name(node));
    text(writer, 4, node.op);
    for (const [attribute, value] of Object.entries(node.attributes)) {
      writeAttribute(writer, attribute, value);
    }
    if (microsoftOps.has(node.op)) text(writer, 7, MICROSOFT);
  });
}

// AttributeProto: 1 name, 2 f, 3 i, 4 s, 8 ints, 20 type
function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  message(writer, 5, () => {
    text(writer, 1, name);
    if (typeof value === "number") {
      int(writer, 3, value);
      int(writer, 20, attributeTypes.int);
    } else if (typeof value === "string") {
      text(writer, 4, value);
      int(writer, 20, attributeTypes.string);
    } else if ("float" in value) {
      writer.tag(2, WireType.Bit32).float(value.float);
      int(writer, 20, attributeTypes.float);
    } else {
      for (const element of value) int(writer, 8, element);
      int(writer, 20, attributeTypes.ints);
    }
  });
}

// TensorProto: 1 dims, 2 data_type, 8 name, 9 raw_data
function writeConstant(writer: BinaryWriter, node: GraphNode, name: string): void {
  const { buffer, byteOffset, byteLength } = node.values as Float32Array;
  message(writer, 5, () => {
    for (const size of node.shape) int(writer, 1, size);
    int(writer, 2, onnxTypes[node.dtype]);
    text(writer, 8, name);
    writer.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(buffer, byteOffset, byteLength));
  });
}

// ValueInfoProto: 1 name, 2 type. TypeProto: 1 tensor_type. Its Tensor: 1 elem_type, 2 shape.
// TensorShapeProto: 1 dim. Its Dimension: 1 dim_value
function writeValueInfo(
  writer: BinaryWriter,
  field: number,
  { dtype, shape }: GraphNode,
  name: string,
): void {
  message(writer, field, () => {
    text(writer, 1, name);
    message(writer, 2, () => {
      message(writer, 1, () => {
        int(writer, 1, onnxTypes[dtype]);
        message(writer, 2, () => {
          for (const size of shape) {
            message(writer, 1, () => {
              int(writer, 1, size);
            });
          }
        });
      });
    });
  });
}

function message(writer: BinaryWriter, field: number, content: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  content();
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function int(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}
