#!/usr/bin/env node
const { runProcess } = require('../dist/kagura');

runProcess();
